"""What every program of the snippets does."""

import idna
import six

print(idna.__version__, six.__version__)
