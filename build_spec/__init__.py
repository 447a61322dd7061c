"""What makes the program's folder for handing out, and checks it; `python dev.py build` runs it."""
