// Kind TestModule in C++.
#ifndef WORKBENCH_CPP_TEST_MODULE_HPP
#define WORKBENCH_CPP_TEST_MODULE_HPP

#include <workbench/cpp/module.hpp>
#include <workbench/test_module.h>

namespace workbench {

class TestModule {
 public:
  virtual ~TestModule() = default;

  // For create() to call; false: it refuses these parameters.
  virtual bool initialize(const Parameters & /* parameters */) { return true; }

  virtual int foo(char a, long b) = 0;
  virtual int bar(float a, double b) = 0;
  virtual int baz(int a, int b) = 0;

  // Those that create() was given.
  virtual std::vector<Parameter> parameters() const { return given_; }

 private:
  friend struct Border<TestModule>;
  std::vector<Parameter> given_;
};

template <>
struct Border<TestModule> {
  static constexpr const char *NAME = "TestModule";

  TestModuleMethods methods;
  std::unique_ptr<TestModule> object;
  std::string error;
  bool hasFailed = false;
  std::vector<Parameter> answer;
  std::vector<const char *> keys, values;
  Parameters parameters;

  static void *open(std::unique_ptr<TestModule> object, const Parameters &given) {
    object->given_ = list(given);
    auto border = new Border();
    border->object = std::move(object);
    TestModuleMethods *methods = &border->methods;
    methods->size = sizeof(TestModuleMethods);
    methods->abiVersion = WORKBENCH_MODULE_ABI;
    methods->destroy = [](TestModuleMethods *self) { delete &of(self); };
    methods->foo = [](TestModuleMethods *self, char a, long b) {
      return of(self).call([=](TestModule &module) { return module.foo(a, b); });
    };
    methods->bar = [](TestModuleMethods *self, float a, double b) {
      return of(self).call([=](TestModule &module) { return module.bar(a, b); });
    };
    methods->baz = [](TestModuleMethods *self, int a, int b) {
      return of(self).call([=](TestModule &module) { return module.baz(a, b); });
    };
    methods->parameters = [](TestModuleMethods *self) { return of(self).copyParameters(); };
    methods->lastError = [](TestModuleMethods *self) {
      return of(self).hasFailed ? of(self).error.c_str() : static_cast<const char *>(nullptr);
    };
    return border;
  }

 private:
  Border() : methods(), parameters() {}

  static Border &of(TestModuleMethods *self) { return *reinterpret_cast<Border *>(self); }

  template <typename Work>
  int call(Work work) noexcept {
    hasFailed = false;
    try {
      return work(*object);
    } catch (const std::exception &exception) {
      error = exception.what();
    } catch (...) {
      error = "it threw something that is no std::exception";
    }
    hasFailed = true;
    return 0;
  }

  const Parameters *copyParameters() noexcept {
    call([this](TestModule &module) {
      answer = module.parameters();
      return 0;
    });
    keys.clear();
    values.clear();
    for (const Parameter &parameter : answer) {
      keys.push_back(parameter.key.c_str());
      values.push_back(parameter.value.c_str());
    }
    parameters = {sizeof(Parameters), nullptr, answer.size(), keys.data(), values.data()};
    return &parameters;
  }
};

}  // namespace workbench

#endif
