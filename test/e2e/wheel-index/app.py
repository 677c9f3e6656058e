"""Says which requests it has."""

import requests

print(requests.__version__)
