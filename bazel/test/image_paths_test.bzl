"""Tests of image_paths.bzl and path_in_runfiles.bzl."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//bazel/private:image_paths.bzl", "image_paths", "runfiles_path", "site_packages")
load("//bazel/private:path_in_runfiles.bzl", "path_in_runfiles")

def _file(short_path):
    """What the functions read of a File."""
    return struct(short_path = short_path)

def _runfiles_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, "_main/app.py", path_in_runfiles("app.py"))
    asserts.equals(env, "pypi_numpy/site-packages/a.py", path_in_runfiles("../pypi_numpy/site-packages/a.py"))
    paths = image_paths("runfiles", "")
    for path in [runfiles_path, paths.package, paths.interpreter, paths.other]:
        asserts.equals(env, "app.runfiles/_main/lib/a.py", path(_file("lib/a.py")))
        asserts.equals(env, "app.runfiles/pypi_numpy/a.py", path(_file("../pypi_numpy/a.py")))
    return unittest.end(env)

runfiles_test = unittest.make(_runfiles_impl)

def _venv_packages_impl(ctx):
    env = unittest.begin(ctx)
    package = image_paths("venv", "3.11").package
    expected = {
        "bin/f2py": "venv/bin/f2py",
        "data/share/x": "venv/share/x",
        "include/numpy.h": "venv/include/site/python3.11/numpy.h",
        "site-packages/numpy/__init__.py": "venv/lib/python3.11/site-packages/numpy/__init__.py",
    }
    for path, place in expected.items():
        asserts.equals(env, place, package(_file("../pypi_numpy/" + path)))

    # No part of the wheel but of its repository.
    asserts.equals(env, "app.runfiles/pypi_numpy/extra.txt", package(_file("../pypi_numpy/extra.txt")))
    asserts.equals(env, "venv/lib/python3.13t/site-packages", site_packages("3.13t"))
    return unittest.end(env)

venv_packages_test = unittest.make(_venv_packages_impl)

def _venv_interpreter_impl(ctx):
    env = unittest.begin(ctx)
    paths = image_paths("venv", "3.11", interpreter = _file("../python_3_11/bin/python3"))
    asserts.equals(env, "python/bin/python3", paths.interpreter(_file("../python_3_11/bin/python3")))
    asserts.equals(env, "python/lib/libpython3.so", paths.interpreter(_file("../python_3_11/lib/libpython3.so")))
    asserts.equals(env, "app.runfiles/_main/tools/x.py", paths.interpreter(_file("tools/x.py")))
    asserts.equals(env, "app.runfiles/_main/main.py", paths.other(_file("main.py")))
    asserts.equals(env, "app.runfiles/other/x.py", paths.other(_file("../other/x.py")))
    return unittest.end(env)

venv_interpreter_test = unittest.make(_venv_interpreter_impl)

def image_paths_test_suite(name):
    unittest.suite(name, runfiles_test, venv_packages_test, venv_interpreter_test)
