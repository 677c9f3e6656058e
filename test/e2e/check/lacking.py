import os
import tkinter

print(os.name, tkinter.TkVersion)
