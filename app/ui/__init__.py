"""Windows, widgets and charts; never storage."""
