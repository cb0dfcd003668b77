package dev.orderpipeline.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/// Reads request bodies: at most so long each, so long all together, and so slowly. A body counts
/// until its request is answered.
final class BodyReader {

  /// How long the rest of a refused body is read and dropped.
  private static final long LINGER_MS = 1_000;

  private static final long SLOWEST_MS = 10_000;

  private final Vertx vertx;
  private final long maxAll;
  private final AtomicLong held = new AtomicLong();

  /// A reader.
  ///
  /// @param maxAll bytes of all bodies in memory at a time
  BodyReader(Vertx vertx, long maxAll) {
    this.vertx = vertx;
    this.maxAll = maxAll;
  }

  /// Bytes in memory now.
  long held() {
    return held.get();
  }

  /// The whole body, or a [Refusal]. To be called before anything of it may have come.
  Future<Buffer> read(RoutingContext call, int maxBytes) {
    HttpServerRequest request = call.request();
    if (declared(request) > maxBytes) {
      return refuse(call, tooLarge(maxBytes));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      call.response().writeContinue();
    }
    return new Reading(call, maxBytes).start();
  }

  private static long declared(HttpServerRequest request) {
    try {
      String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static Problem tooLarge(int maxBytes) {
    return Problem.of(413, "too_large", "the body may have at most %d bytes".formatted(maxBytes));
  }

  /// What is still to come of the body is not waited for: the connection ends soon after the
  /// answer. Not with it: a client that is still sending would be reset before it has read the
  /// answer.
  private Future<Buffer> refuse(RoutingContext call, Problem problem) {
    HttpServerRequest request = call.request();
    if (request.version() != HttpVersion.HTTP_2) {
      call.response().putHeader(HttpHeaders.CONNECTION, "close");
      call.addEndHandler(_ -> {
        if (!request.isEnded()) {
          request.handler(_ -> {}).resume();
        }
        vertx.setTimer(LINGER_MS, _ -> request.connection().close());
      });
    }
    return Future.failedFuture(new Refusal(problem));
  }

  private final class Reading {
    private final RoutingContext call;
    private final int maxBytes;
    private final Buffer body = Buffer.buffer();
    private final Promise<Buffer> promise = Promise.promise();
    private long timer;
    private boolean answered;

    Reading(RoutingContext call, int maxBytes) {
      this.call = call;
      this.maxBytes = maxBytes;
    }

    Future<Buffer> start() {
      HttpServerRequest request = call.request();
      timer =
          vertx.setTimer(
              SLOWEST_MS,
              _ ->
                  end(
                      Problem.of(
                          408,
                          "too_slow",
                          "the body must arrive within %d ms".formatted(SLOWEST_MS))));
      call.addEndHandler(_ -> {
        vertx.cancelTimer(timer);
        answered = true;
        held.addAndGet(-body.length());
      });
      request.exceptionHandler(gone -> {
        vertx.cancelTimer(timer);
        promise.tryFail(gone);
      });
      request.handler(this::take);
      request.endHandler(_ -> {
        vertx.cancelTimer(timer);
        promise.tryComplete(body);
      });
      return promise.future();
    }

    private void take(Buffer chunk) {
      if (answered || promise.future().isComplete()) {
        return;
      }
      if (body.length() + chunk.length() > maxBytes) {
        end(tooLarge(maxBytes));
      } else if (held.get() + chunk.length() > maxAll) {
        end(
            Problem.later(
                503, "overloaded", "the bodies of all requests may not take more memory now", 1));
      } else {
        held.addAndGet(chunk.length());
        body.appendBuffer(chunk);
      }
    }

    private void end(Problem problem) {
      vertx.cancelTimer(timer);
      refuse(call, problem).onFailure(promise::tryFail);
    }
  }
}
