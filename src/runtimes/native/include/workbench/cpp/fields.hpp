// Between C++ values and the paths and values of <workbench/fields.h>.
#ifndef WORKBENCH_CPP_FIELDS_HPP
#define WORKBENCH_CPP_FIELDS_HPP

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>
#include <workbench/fields.h>

namespace workbench {

// A value that a module is given, wherever it stands. It can be had as a text, a number, a bool, an optional, a vector, a
// map by name, or a structure that names its members (see infos.hpp).
class Input {
 public:
  Input(const Fields *fields, std::string path) : fields_(fields), path_(std::move(path)) {}

  Input operator[](const std::string &name) const {
    return Input(fields_, path_.empty() ? name : path_ + "." + name);
  }

  // Null is as good as absent.
  const char *value() const { return fields_get(fields_, path_.c_str()); }

  template <typename T>
  T get() const {
    T target{};
    read(target);
    return target;
  }

 private:
  void read(std::string &target) const {
    if (value() != nullptr) target = value();
  }

  void read(bool &target) const { target = fields_boolean(fields_, path_.c_str()); }

  // "infinity", as a limit may be, is a number to strtod.
  template <typename T, typename = std::enable_if_t<std::is_arithmetic_v<T>>>
  void read(T &target) const {
    target = static_cast<T>(fields_number(fields_, path_.c_str(), 0));
  }

  template <typename T>
  void read(std::optional<T> &target) const {
    if (value() == nullptr) return;
    target.emplace();
    read(*target);
  }

  template <typename T>
  void read(std::vector<T> &target) const {
    target.resize(fields_count(fields_, path_.c_str()));
    for (size_t i = 0; i < target.size(); i++) (*this)[std::to_string(i)].read(target[i]);
  }

  template <typename T>
  void read(std::map<std::string, T> &target) const {
    const std::string prefix = path_.empty() ? "" : path_ + ".";
    for (size_t i = workbench_fields_bound(fields_, prefix.c_str()); i < fields_->count; i++) {
      const std::string path = fields_->paths[i];
      if (path.compare(0, prefix.size(), prefix) != 0) break;
      const size_t end = endOfName(path, prefix.size());
      if (end == path.size() && end > prefix.size()) Input(fields_, path).read(target[plain(path, prefix.size(), end)]);
    }
  }

  template <typename T>
  auto read(T &target) const -> decltype(T::members(target, 0), void()) {
    T::members(target, [this](const char *name, auto &member) { (*this)[name].read(member); });
  }

  static size_t endOfName(const std::string &path, size_t at) {
    while (at < path.size() && path[at] != '.') at += path[at] == '\\' ? 2 : 1;
    return at;
  }

  static std::string plain(const std::string &path, size_t at, size_t end) {
    std::string name;
    for (; at < end; at++) name += path[at] == '\\' ? path[++at] : path[at];
    return name;
  }

  const Fields *fields_;
  std::string path_;
};

// An answer under construction.
class Output {
 public:
  Output() = default;
  Output(const Output &) = delete;
  Output &operator=(const Output &) = delete;
  ~Output() { fields_free(&builder_); }

  Fields fields() const { return fields_of(&builder_); }

  void write(const std::string &path, const std::string &text) { fields_put(&builder_, path.c_str(), text.c_str()); }

  void write(const std::string &path, bool value) { fields_put_boolean(&builder_, path.c_str(), value); }

  template <typename T>
  std::enable_if_t<std::is_arithmetic_v<T>> write(const std::string &path, T number) {
    fields_put_number(&builder_, path.c_str(), static_cast<double>(number));
  }

  template <typename T>
  void write(const std::string &path, const std::optional<T> &value) {
    if (value.has_value()) write(path, *value);
  }

  template <typename T>
  void write(const std::string &path, const std::vector<T> &list) {
    fields_put_list(&builder_, path.c_str(), list.size());
    for (size_t i = 0; i < list.size(); i++) write(below(path, std::to_string(i)), list[i]);
  }

  template <typename T>
  void write(const std::string &path, const std::map<std::string, T> &members) {
    fields_put_object(&builder_, path.c_str());
    for (const auto &[name, member] : members) write(below(path, escaped(name)), member);
  }

  template <typename T>
  auto write(const std::string &path, const T &value) -> decltype(T::members(value, 0), void()) {
    fields_put_object(&builder_, path.c_str());
    T::members(value, [&](const char *name, const auto &member) { write(below(path, name), member); });
  }

 private:
  static std::string below(const std::string &path, const std::string &name) {
    return path.empty() ? name : path + "." + name;
  }

  static std::string escaped(const std::string &name) {
    std::string path;
    for (char c : name) {
      if (c == '.' || c == '\\') path += '\\';
      path += c;
    }
    return path;
  }

  FieldsBuilder builder_ = {};
};

}  // namespace workbench

#endif
