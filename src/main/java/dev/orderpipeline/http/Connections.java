package dev.orderpipeline.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The connections of clients: a bounded number, and none that does not come to the point. What
/// trickles in of a header does not count as a request. Thread-safe.
final class Connections {

  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_EVERY_MS = 5_000;

  private static final class Use {
    int requests;
    long since;
  }

  private final int limit;
  private final LongSupplier nanoTime;
  private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();

  Connections(Vertx vertx, int limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    vertx.setPeriodic(LOOK_EVERY_MS, _ -> closeSilent());
  }

  int count() {
    return open.size();
  }

  void opened(HttpConnection connection) {
    if (open.size() >= limit) {
      connection.close();
      return;
    }
    Use use = new Use();
    use.since = nanoTime.getAsLong();
    open.put(connection, use);
    connection.closeHandler(_ -> open.remove(connection));
  }

  /// A request has begun.
  void began(HttpServerRequest request) {
    Use use = open.get(request.connection());
    if (use == null) {
      return;
    }
    count(use, 1);
  }

  void ended(HttpServerRequest request) {
    Use use = open.get(request.connection());
    if (use != null) {
      count(use, -1);
    }
  }

  private void count(Use use, int change) {
    synchronized (use) {
      use.requests += change;
      use.since = nanoTime.getAsLong();
    }
  }

  private void closeSilent() {
    long now = nanoTime.getAsLong();
    open.forEach((connection, use) -> {
      synchronized (use) {
        if (use.requests <= 0 && now - use.since > SILENT_NANOS) {
          connection.close();
        }
      }
    });
  }
}
