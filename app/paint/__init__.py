"""Paints laid-out pages for preview, PDF and pictures; QtGui only."""
