import idna

TEXT = "hello of idna " + idna.__version__
