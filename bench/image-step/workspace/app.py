"""An application that changes from build to build."""

print("hello")
