// The sample module of Mesos' documentation, corrected: create() takes the parameters and makes the class that was
// meant, and the class has all that the kind asks for. Its parameter: operation=sum, without which baz is -1.
//
//   g++ -std=c++17 -shared -fPIC -I$(workbench modules include-dir) -o libhello_world.so hello_world.cpp
#include <iostream>
#include <workbench/workbench.hpp>

class TestModuleImpl : public TestModule {
 public:
  TestModuleImpl() { std::cout << "HelloWorld!" << std::endl; }

  bool initialize(const Parameters& parameters) override {
    const char* operation = parameters_get(&parameters, "operation");
    sums_ = operation != nullptr && std::string(operation) == "sum";
    return operation == nullptr || sums_; // no other operation is known
  }

  int foo(char a, long b) override { return static_cast<int>(a + b); }
  int bar(float a, double b) override { return static_cast<int>(a * b); }
  int baz(int a, int b) override { return sums_ ? a + b : -1; }

 private:
  bool sums_ = false;
};

static TestModule* create(const Parameters& parameters) {
  TestModule* module = new TestModuleImpl();
  if (module->initialize(parameters)) return module;
  delete module;
  return nullptr; // refused
}

static bool compatible() { return true; }

// The module is the data symbol org_apache_mesos_TestModule, of kind TestModule.
Module<TestModule> org_apache_mesos_TestModule(MODULE_API_VERSION, MESOS_VERSION, "Allocator workbench",
                                               "author@example.org", "The sample of Mesos' documentation", compatible,
                                               create);
