package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.http.console.Picture;
import dev.orderpipeline.stream.CommittedOrders;
import dev.orderpipeline.telemetry.Metrics;
import dev.orderpipeline.telemetry.Scrape;
import dev.orderpipeline.telemetry.Subject;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private final Vertx vertx = Vertx.vertx();
  private final Offload offload = new Offload(vertx, 1);
  private final Metrics metrics = new Metrics(Clock.systemUTC());

  @BeforeEach
  void observe() {
    metrics.observe(
        new Subject(
            new CommittedOrders(), Stream::of, List::of, () -> false, Duration.ofMinutes(15)));
  }

  @AfterEach
  void close() {
    metrics.close();
    offload.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private double lag(Future<Picture.Lag> asked) {
    Promise<String> text = Promise.promise();
    MetricsPage page = new MetricsPage(vertx, Optional.of(metrics), () -> asked, offload);
    vertx.runOnContext(_ -> page.text(metrics).onComplete(text));
    return Scrape.of(
            text.future()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join())
        .value("pipeline_input_lag_records");
  }

  @Test
  void theLagThatKafkaTellsIsTold() {
    assertThat(lag(Future.succeededFuture(new Picture.Lag(7, 0)))).isEqualTo(7);
  }

  @Test
  void withoutKafkaTheRestIsToldNevertheless() {
    assertThat(lag(Future.failedFuture("no Kafka"))).isNaN();
    assertThat(lag(Promise.<Picture.Lag>promise().future())).isNaN();
  }
}
