"""Settings of gunicorn for `manage.py demo`. Names that an older gunicorn does not know are passed over."""

threads = 8
graceful_timeout = 5
loglevel = "warning"
# One socket in the home directory would be shared by every server of the account.
control_socket_disable = True
