import markupsafe
import six

print("index ok", markupsafe.escape("<"), six.PY3)
