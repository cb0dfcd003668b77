package dev.orderpipeline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackgroundTest {

  private final Deque<Runnable> executor = new ArrayDeque<>();
  private final AtomicLong nanos = new AtomicLong();
  private int found;
  private boolean fails;
  private final Background<Integer> background =
      new Background<>(executor::add, this::find, 10, nanos::get);

  private Integer find() {
    if (fails) {
      throw new IllegalStateException("Kafka is away");
    }
    return ++found;
  }

  @Test
  void whoeverDoesNotWaitHearsWhatIsKnownAndTheNextHearsBetter() {
    assertThat(background.latest()).isEmpty();
    run();
    assertThat(background.latest()).contains(1);
    nanos.addAndGet(10);
    assertThat(background.latest()).contains(1);
    run();
    assertThat(background.latest()).contains(2);
  }

  @Test
  void manyWhoAskAtOnceAreOneQuestion() {
    Future<Integer> one = background.fresh();
    Future<Integer> other = background.fresh();
    background.latest();
    assertThat(executor).hasSize(1);
    run();
    assertThat(one.result()).isEqualTo(1);
    assertThat(other.result()).isEqualTo(1);
    assertThat(background.fresh().result()).isEqualTo(1);
    assertThat(executor).isEmpty();
  }

  @Test
  void aFailureIsToldToWhoWaitsAndWhatWasKnownStays() {
    background.latest();
    run();
    nanos.addAndGet(10);
    fails = true;
    Future<Integer> asked = background.fresh();
    run();
    assertThat(asked.failed()).isTrue();
    assertThat(background.latest()).contains(1);
    fails = false;
    run();
    assertThat(background.latest()).contains(2);
  }

  @Test
  void whoeverAsksOnAContextHearsOnIt() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      CompletableFuture<Context> heardOn = new CompletableFuture<>();
      Context asker = vertx.getOrCreateContext();
      CountDownLatch asked = new CountDownLatch(1);
      asker.runOnContext(_ -> {
        background.fresh().onComplete(_ -> heardOn.complete(Vertx.currentContext()));
        asked.countDown();
      });
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      run();
      assertThat(heardOn.get(20, TimeUnit.SECONDS)).isSameAs(asker);
    } finally {
      vertx.close();
    }
  }

  private void run() {
    while (!executor.isEmpty()) {
      executor.remove().run();
    }
  }
}
