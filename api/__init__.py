"""The way in: the command line now; JSON and pages follow. Nothing else imports this package."""
