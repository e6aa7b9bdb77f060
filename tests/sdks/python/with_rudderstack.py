import os

from rudderstack.analytics.client import Client

failures = []
client = Client(
    os.environ["HILO_KEY"],
    host=os.environ["HILO_URL"],
    on_error=lambda error, batch: failures.append(error),
)
user, email = os.environ["HILO_USER"], os.environ["HILO_EMAIL"]
client.identify(user, {"email": email, "firstName": "Ana"})
for n in range(3):
    client.track(user, "Order Completed", {"n": n})
client.flush()
client.join()
if failures:
    raise SystemExit(str(failures))
