"""Everything that BUILD files and rules of other repositories load, except `img_layers` (see rules_img.bzl) and providers."""

load("//bazel/private:image_report.bzl", _image_pages = "image_pages")
load("//bazel/private:node_toolchain.bzl", _node_toolchain = "node_toolchain")
load("//bazel/private:package_layers_aspect.bzl", _package_layers_aspect = "package_layers_aspect")
load("//bazel/private:package_layers_macro.bzl", _package_layers = "package_layers")
load("//bazel/private:python_package.bzl", _python_package = "python_package")
load("//bazel/private:shared_plan_rule.bzl", _shared_plan = "shared_plan")
load("//bazel/private:wheel_index.bzl", _wheel_index = "wheel_index")

image_pages = _image_pages
node_toolchain = _node_toolchain
package_layers = _package_layers
package_layers_aspect = _package_layers_aspect
python_package = _python_package
shared_plan = _shared_plan
wheel_index = _wheel_index
