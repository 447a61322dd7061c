"""Keys that a menu and a window of its own both know."""

HELP_KEYS = "F1"
KEYS_PAGE = "19-keys.md"  # of the manual
INSERT_KEYS = "Ctrl+Shift+F"
FORMULA_KEYS = "Alt+="
MEETING_KEYS, TREE_KEYS = "Ctrl+Shift+M", "Ctrl+Shift+P"
TREE_ACTION = "plan_tree"  # its name, by which the menu of a table finds it
