"""A remote storage keeps traces as long as it likes: a promised time is refused."""

from tests.traces import make_traced

stack = make_traced("grpc", days=7)
