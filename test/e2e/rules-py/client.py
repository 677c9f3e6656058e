import six
from names import encoded

print("client ok", encoded("ü.de"), six.PY3)
