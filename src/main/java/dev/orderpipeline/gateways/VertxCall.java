package dev.orderpipeline.gateways;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One HTTP call, from the wait for a connection to the last byte of the reply. Runs on one event
/// loop, so nothing in it needs a lock.
///
/// Vert.x writes nothing before `send`: what fails earlier was certainly not sent, and what fails
/// from then on may have been. HTTP/2's REFUSED_STREAM and GOAWAY promise that a stream was not
/// worked on, but a proxy can make that promise for a gateway that did; they count as maybe sent.
final class VertxCall {

  private final Vertx vertx;
  private final HttpClient client;
  private final RequestOptions options;
  private final Buffer body;
  private final Duration timeout;
  private final int maxBodyBytes;
  private final CompletableFuture<Exchange> exchange = new CompletableFuture<>();
  private long timer;
  private @Nullable HttpClientRequest sending;

  VertxCall(
      Vertx vertx,
      HttpClient client,
      RequestOptions options,
      Buffer body,
      GatewaySettings settings) {
    this.vertx = vertx;
    this.client = client;
    this.options = options;
    this.body = body;
    this.timeout = settings.responseTimeout();
    this.maxBodyBytes = settings.maxBodyBytes();
  }

  /// Ends once, within the response timeout after [#start].
  CompletionStage<Exchange> exchange() {
    return exchange;
  }

  /// Must run on the event loop that the call is to live on.
  void start() {
    try {
      timer = vertx.setTimer(timeout.toMillis(), _ -> timedOut());
      client
          .request(options)
          .compose(this::send)
          .compose(this::read)
          .onComplete(this::end, failure -> end(sort(failure)));
    } catch (RuntimeException e) {
      vertx.cancelTimer(timer);
      exchange.completeExceptionally(e);
    }
  }

  private Future<HttpClientResponse> send(HttpClientRequest request) {
    // Without a handler Vert.x logs what the futures report to us anyway.
    request.exceptionHandler(_ -> {});
    if (exchange.isDone()) {
      request.reset();
      return Future.failedFuture("timed out before there was a connection");
    }
    sending = request;
    return body.length() == 0 ? request.send() : request.send(body);
  }

  private Future<Exchange> read(HttpClientResponse response) {
    Promise<Exchange> whole = Promise.promise();
    Buffer received = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(_ -> whole.tryComplete(reply(response, received.getBytes(), true)));
    response.handler(chunk -> {
      if (received.length() + chunk.length() <= maxBodyBytes) {
        received.appendBuffer(chunk);
      } else if (whole.tryComplete(reply(response, new byte[0], false))) {
        response.request().reset();
      }
    });
    return whole.future();
  }

  private static Exchange reply(HttpClientResponse response, byte[] body, boolean complete) {
    return new Exchange.Replied(
        response.statusCode(),
        Optional.ofNullable(response.getHeader("Content-Type")),
        Optional.ofNullable(response.getHeader("Retry-After")),
        body,
        complete);
  }

  private void timedOut() {
    HttpClientRequest request = sending;
    if (request == null) {
      end(new Exchange.NotSent("no_connection_in_time"));
    } else {
      end(new Exchange.NoReply("response_timeout"));
      request.reset();
    }
  }

  private void end(Exchange end) {
    vertx.cancelTimer(timer);
    exchange.complete(end);
  }

  private Exchange sort(Throwable failure) {
    return sending == null
        ? TransportFailure.beforeSending(failure)
        : TransportFailure.afterSending(failure);
  }
}
