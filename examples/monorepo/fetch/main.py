"""The service fetch: says what it imports."""

import requests
import yaml

print("fetch", requests.__name__, yaml.__name__)
