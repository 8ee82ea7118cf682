# Asks the worker of this container, through the broker, whether it answers. A worker that lost its broker, or hangs, does not.
#
# Without Saleor, whose import takes 15 s of processor time: this takes 0.2 s. The worker answers between tasks, also while all of its
# children are busy. A broker that does not answer is no fault of the worker: a new one would not reach it either, and the tasks
# that this one has would be lost.
import os
import socket
import sys

from celery import Celery
from kombu.exceptions import OperationalError

app = Celery(broker=os.environ["CELERY_BROKER_URL"])
try:
    answers = app.control.ping(["celery@" + socket.gethostname()], timeout=20, limit=1)
# Kombu has an error of its own for a connection that cannot be made; one that breaks is an error of the broker's library.
except (OperationalError, *app.connection_for_write().connection_errors):
    sys.exit(0)
sys.exit(not answers)
