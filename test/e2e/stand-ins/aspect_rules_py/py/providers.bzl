"""The providers that wheels and environments have in rules_py, as far as something here reads them."""

PyWheelsInfo = provider(
    doc = "Installed wheels below a target.",
    fields = {"wheels": "depset of struct: top_levels (tuple of str), site_packages_rfpath (str), install_tree (File)"},
)

VirtualenvInfo = provider(
    doc = "A virtual environment.",
    fields = {"bin_python": "File, the link to the interpreter"},
)
