package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.telemetry.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What is measured, for Prometheus. Kafka is asked for the input's lag meanwhile; if it does not
/// answer soon, the rest is told without: that is when it is wanted most.
final class MetricsPage {

  /// Far below the ten seconds after which Prometheus takes an instance for down.
  private static final long LAG_MILLIS = 2_000;

  private final Vertx vertx;
  private final Optional<Metrics> metrics;
  private final Supplier<Future<Picture.Lag>> lag;
  private final Offload offload;

  /// @param lag may complete on any thread, late, or never
  MetricsPage(
      Vertx vertx, Optional<Metrics> metrics, Supplier<Future<Picture.Lag>> lag, Offload offload) {
    this.vertx = vertx;
    this.metrics = metrics;
    this.lag = lag;
    this.offload = offload;
  }

  void handle(RoutingContext call) {
    if (metrics.isEmpty()) {
      Replies.problem(
          call, Problem.of(404, "metrics_disabled", "nothing is measured: http.metrics is false"));
      return;
    }
    text(metrics.get())
        .onSuccess(text ->
            Replies.send(call, 200, Metrics.CONTENT_TYPE, Buffer.buffer(text.getBytes(UTF_8))))
        .onFailure(call::fail);
  }

  /// Completes on the caller's context.
  Future<String> text(Metrics measured) {
    Context context = vertx.getOrCreateContext();
    Promise<OptionalLong> heard = Promise.promise();
    long timer = vertx.setTimer(LAG_MILLIS, _ -> heard.tryComplete(OptionalLong.empty()));
    lag.get()
        .map(found -> OptionalLong.of(found.records()))
        .otherwise(OptionalLong.empty())
        .onSuccess(found -> context.runOnContext(_ -> heard.tryComplete(found)));
    return heard
        .future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .compose(found -> offload.call(() -> measured.scrape(found)));
  }
}
