package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Sends the same events to every client (`text/event-stream`). A bounded number of clients; one
/// that does not read loses events, and after a while its connection. Thread-safe.
final class EventStream {

  static final int MOST_CLIENTS = 100;
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Buffer HEARTBEAT = Buffer.buffer(": still here\n\n");

  private final Vertx vertx;
  private final LongSupplier nanoTime;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();

  EventStream(Vertx vertx, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
  }

  /// Answers a request by all events from now on, until the client goes.
  void open(RoutingContext call) {
    if (clients.size() >= MOST_CLIENTS) {
      Replies.problem(
          call,
          Problem.later(
              503, "overloaded", "%d pages are open already".formatted(MOST_CLIENTS), 10));
      return;
    }
    HttpServerResponse response = call.response();
    Client client = new Client(response, vertx.getOrCreateContext(), nanoTime.getAsLong());
    clients.add(client);
    call.addEndHandler(_ -> clients.remove(client));
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader("X-Accel-Buffering", "no")
        .write(HEARTBEAT);
  }

  boolean isEmpty() {
    return clients.isEmpty();
  }

  /// Sends what is one line of JSON.
  void send(byte[] json) {
    Buffer event = Buffer.buffer(json.length + 8);
    event.appendBytes("data: ".getBytes(UTF_8)).appendBytes(json).appendString("\n\n");
    clients.forEach(client -> client.send(event));
  }

  /// Shows that the connection lives when there is nothing to tell.
  void heartbeat() {
    clients.forEach(client -> client.send(HEARTBEAT));
  }

  private final class Client {
    private final HttpServerResponse response;
    private final Context context;
    private long writtenAt;

    Client(HttpServerResponse response, Context context, long now) {
      this.response = response;
      this.context = context;
      this.writtenAt = now;
    }

    void send(Buffer event) {
      try {
        context.runOnContext(_ -> write(event));
      } catch (RejectedExecutionException closed) {
        clients.remove(this);
      }
    }

    /// On the event loop of the connection.
    private void write(Buffer event) {
      long now = nanoTime.getAsLong();
      if (response.closed() || response.ended()) {
        clients.remove(this);
      } else if (!response.writeQueueFull()) {
        writtenAt = now;
        response.write(event);
      } else if (now - writtenAt > STUCK_NANOS) {
        clients.remove(this);
        response.reset();
      }
    }
  }
}
