"""The open document and its background jobs; QtCore and QtGui, never QtWidgets."""
