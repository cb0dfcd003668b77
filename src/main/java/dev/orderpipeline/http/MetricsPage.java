package dev.orderpipeline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.telemetry.Metrics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.OptionalLong;

/// What is measured, for Prometheus. Kafka is asked for the input's lag meanwhile; if it does not
/// answer, the rest is told without.
final class MetricsPage {

  private final Optional<Metrics> metrics;
  private final ClusterWatch cluster;
  private final Offload offload;

  MetricsPage(Optional<Metrics> metrics, ClusterWatch cluster, Offload offload) {
    this.metrics = metrics;
    this.cluster = cluster;
    this.offload = offload;
  }

  void handle(RoutingContext call) {
    if (metrics.isEmpty()) {
      Replies.problem(
          call, Problem.of(404, "metrics_disabled", "nothing is measured: http.metrics is false"));
      return;
    }
    cluster
        .freshLag()
        .map(Picture.Lag::records)
        .map(OptionalLong::of)
        .recover(_ -> Future.succeededFuture(OptionalLong.empty()))
        .compose(lag -> offload.call(() -> metrics.get().scrape(lag)))
        .onSuccess(text ->
            Replies.send(call, 200, Metrics.CONTENT_TYPE, Buffer.buffer(text.getBytes(UTF_8))))
        .onFailure(call::fail);
  }
}
