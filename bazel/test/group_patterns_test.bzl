"""Tests of group_patterns.bzl."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//bazel/private:group_patterns.bzl", "group_patterns")

def _names_and_patterns_stay_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, {"boto*": "aws", "numpy": "science"}, group_patterns({"boto*": "aws", "numpy": "science"}))
    return unittest.end(env)

names_and_patterns_stay_test = unittest.make(_names_and_patterns_stay_impl)

def _labels_of_a_hub_are_names_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(
        env,
        {"numpy": "science", "scipy": "science"},
        group_patterns({"@pypi//numpy": "science", "@pypi//scipy:pkg": "science"}),
    )
    return unittest.end(env)

labels_of_a_hub_are_names_test = unittest.make(_labels_of_a_hub_are_names_impl)

def _equal_keys_of_one_group_are_one_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, {"numpy": "science"}, group_patterns({"@pypi//numpy": "science", "numpy": "science"}))
    return unittest.end(env)

equal_keys_of_one_group_are_one_test = unittest.make(_equal_keys_of_one_group_are_one_impl)

def group_patterns_test_suite(name):
    unittest.suite(
        name,
        names_and_patterns_stay_test,
        labels_of_a_hub_are_names_test,
        equal_keys_of_one_group_are_one_test,
    )
