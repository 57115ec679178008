"""What the rep sees: Qt widgets, views and painters. Qt is used only here and in app."""
