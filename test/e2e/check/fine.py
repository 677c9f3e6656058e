import json
import logging.handlers

print(json.dumps(logging.handlers.DEFAULT_TCP_LOGGING_PORT))
