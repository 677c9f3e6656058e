import markupsafe
import six
from names import encoded

print("server ok", markupsafe.escape("<") + encoded("ü.de"), six.PY3)
