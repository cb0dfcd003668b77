package dev.orderpipeline.gateways;

import static dev.orderpipeline.gateways.BreakerSignal.FAILURE;
import static dev.orderpipeline.gateways.BreakerSignal.NEITHER;
import static dev.orderpipeline.gateways.BreakerSignal.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderpipeline.domain.Gateway;
import dev.orderpipeline.domain.Lane;
import dev.orderpipeline.domain.ParkReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerGateTest {

  private static final int CONCURRENCY = 200;
  private static final int PROBES = 10;
  private static final long QUICK = Duration.ofMillis(1).toNanos();
  private static final long SLOW = Duration.ofSeconds(5).toNanos();

  private static final Pause PAUSE = new Pause(Instant.EPOCH, "ops", "test");

  private final ManualClock clock = new ManualClock();
  private final BreakerGate gate =
      new BreakerGate(
          Gateway.PAYMENTS,
          Lane.FORWARD,
          new GateSettings(CONCURRENCY, 10, Duration.ofMillis(500), BreakerSettings.DEFAULTS),
          clock);

  @Test
  void letsInUpToTheLimit() {
    assertThat(enterAll()).isEqualTo(CONCURRENCY);
    assertThat(gate.tryEnter()).contains(ParkReason.CONCURRENCY_LIMIT);
    leave(SUCCESS, QUICK);
    assertThat(gate.tryEnter()).isEmpty();
    assertThat(gate.status().inFlight()).isEqualTo(CONCURRENCY);
  }

  @Test
  void opensAtTheFailureRateAndNotBefore() {
    for (int i = 0; i < 19; i++) {
      call(FAILURE);
    }
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
    call(FAILURE);
    assertThat(state()).isEqualTo(BreakerState.OPEN);
    assertThat(gate.tryEnter()).contains(ParkReason.BREAKER_OPEN);
    assertThat(gate.status().inFlight()).isZero();
    assertThat(gate.status().limit()).isZero();
    assertThat(gate.status().failureRatePercent()).hasValue(100);
  }

  @Test
  void staysClosedBelowTheFailureRate() {
    for (int i = 0; i < 1000; i++) {
      call(i % 5 < 2 ? FAILURE : SUCCESS);
    }
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void opensAtTheRateOfSlowCallsThoughTheySucceed() {
    clock.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 20; i++) {
      assertThat(gate.tryEnter()).isEmpty();
      leave(SUCCESS, SLOW);
    }
    assertThat(state()).isEqualTo(BreakerState.OPEN);
  }

  @Test
  void whatSaysNothingAboutTheGatewayNeverOpensIt() {
    for (int i = 0; i < 1000; i++) {
      call(NEITHER);
    }
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
    assertThat(gate.status().failureRatePercent()).isEmpty();
  }

  @Test
  void refusalsDoNotCountAsFailures() {
    enterAll();
    for (int i = 0; i < 1000; i++) {
      assertThat(gate.tryEnter()).isPresent();
    }
    assertThat(gate.status().failureRatePercent()).isEmpty();
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void probesAfterTheWaitAreBounded() {
    open();
    clock.advance(Duration.ofSeconds(5));
    assertThat(gate.tryEnter()).contains(ParkReason.BREAKER_OPEN);
    clock.advance(Duration.ofMillis(1));
    assertThat(enterAll()).isEqualTo(PROBES);
    assertThat(gate.tryEnter()).contains(ParkReason.BREAKER_OPEN);
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(gate.status().limit()).isEqualTo(PROBES);
  }

  @Test
  void statusSaysHalfOpenBeforeTheFirstProbe() {
    open();
    clock.advance(Duration.ofSeconds(5).plusMillis(1));
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(gate.status().limit()).isEqualTo(PROBES);
    assertThat(gate.status().since()).isEqualTo(clock.instant().minusMillis(1));
  }

  @Test
  void failedProbesOpenItAgain() {
    halfOpen();
    for (int i = 0; i < PROBES; i++) {
      call(FAILURE);
    }
    assertThat(state()).isEqualTo(BreakerState.OPEN);
    assertThat(gate.status().since()).isEqualTo(clock.instant());
  }

  @Test
  void unusedAndIndifferentProbesAreGivenBack() {
    halfOpen();
    for (int i = 0; i < 100; i++) {
      assertThat(gate.tryEnter()).isEmpty();
      gate.leaveUnused();
      call(NEITHER);
    }
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(enterAll()).isEqualTo(PROBES);
  }

  @Test
  void rampsAfterClosing() {
    close();
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
    assertThat(enterAll()).isEqualTo(10);
    assertThat(gate.tryEnter()).contains(ParkReason.CONCURRENCY_LIMIT);
    clock.advance(Duration.ofMillis(500));
    assertThat(gate.status().limit()).isEqualTo(20);
    assertThat(enterAll()).isEqualTo(10);
    clock.advance(Duration.ofSeconds(10));
    assertThat(enterAll()).isEqualTo(CONCURRENCY - 20);
  }

  @Test
  void opensAgainWhileRamping() {
    close();
    for (int i = 0; i < 20; i++) {
      call(FAILURE);
    }
    assertThat(state()).isEqualTo(BreakerState.OPEN);
  }

  /// A hundred calls hang when the breaker opens, and fail when the wait is over.
  @Test
  void callsFromBeforeDoNotJudgeTheProbes() {
    for (int i = 0; i < 100; i++) {
      assertThat(gate.tryEnter()).isEmpty();
    }
    open();
    Duration waited = Duration.ofSeconds(5).plusMillis(1);
    clock.advance(waited);
    for (int i = 0; i < 100; i++) {
      leave(FAILURE, waited.plusMillis(10).toNanos());
      assertThat(gate.status().inFlight()).isEqualTo(99 - i);
    }
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(enterAll()).as("freed places are not more probes").isEqualTo(PROBES);
    for (int i = 0; i < PROBES; i++) {
      leave(SUCCESS, 0);
    }
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  /// The same, but one probe is on its way when the old calls end.
  @Test
  void callsFromBeforeThatEndBetweenProbesAreHarmless() {
    for (int i = 0; i < 9; i++) {
      assertThat(gate.tryEnter()).isEmpty();
    }
    open();
    Duration waited = Duration.ofSeconds(5).plusMillis(1);
    clock.advance(waited);
    assertThat(gate.tryEnter()).isEmpty();
    for (int i = 0; i < 9; i++) {
      leave(FAILURE, waited.plusMillis(10).toNanos());
    }
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(enterAll()).isEqualTo(PROBES - 1);
    for (int i = 0; i < PROBES; i++) {
      leave(SUCCESS, 0);
    }
    assertThat(state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void pauseLetsNothingInUntilResumed() {
    assertThat(gate.tryEnter()).isEmpty();
    gate.pause(PAUSE);
    assertThat(gate.tryEnter()).contains(ParkReason.PAUSED);
    assertThat(gate.status().paused()).isTrue();
    leave(SUCCESS, QUICK);
    assertThat(gate.status().inFlight()).isZero();
    gate.resume();
    assertThat(gate.tryEnter()).isEmpty();
    assertThat(gate.status().paused()).isFalse();
  }

  @Test
  void resumeRampsUpInPlaceOfReleasingTheWholeBacklog() {
    gate.pause(PAUSE);
    gate.resume();
    assertThat(enterAll()).isEqualTo(10);
    assertThat(gate.tryEnter()).contains(ParkReason.CONCURRENCY_LIMIT);
    clock.advance(Duration.ofMillis(500));
    assertThat(enterAll()).isEqualTo(10);
    clock.advance(Duration.ofMillis(2_500));
    assertThat(enterAll()).isEqualTo(CONCURRENCY - 20);
  }

  @Test
  void resumingWhatWasNotPausedSlowsNothingDown() {
    gate.resume();
    assertThat(enterAll()).isEqualTo(CONCURRENCY);
  }

  @Test
  void leavingTwiceIsABugThatShows() {
    assertThat(gate.tryEnter()).isEmpty();
    leave(SUCCESS, QUICK);
    assertThatThrownBy(() -> leave(SUCCESS, QUICK)).isInstanceOf(IllegalStateException.class);
    assertThat(enterAll()).isEqualTo(CONCURRENCY);
  }

  @Test
  void holdsItsLimitsUnderThreads() throws Exception {
    BreakerGate small =
        new BreakerGate(
            Gateway.INVENTORY,
            Lane.COMPENSATION,
            new GateSettings(3, 1, Duration.ofMillis(1), BreakerSettings.DEFAULTS),
            clock);
    int threads = 8;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger granted = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        done.add(
            pool.submit(() -> {
              start.await();
              for (int i = 0; i < 20_000; i++) {
                if (small.tryEnter().isEmpty()) {
                  granted.incrementAndGet();
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  leaveSomehow(small, i);
                }
              }
              return null;
            }));
      }
      for (Future<?> each : done) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(granted.get()).isPositive();
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(small.status().inFlight()).isZero();
  }

  private static void leaveSomehow(BreakerGate gate, int turn) {
    switch (turn % 3) {
      case 0 -> gate.leave(SUCCESS, QUICK);
      case 1 -> gate.leave(NEITHER, QUICK);
      default -> gate.leaveUnused();
    }
  }

  private BreakerState state() {
    return gate.status().breaker();
  }

  private int enterAll() {
    int entered = 0;
    while (entered <= CONCURRENCY && gate.tryEnter().isEmpty()) {
      entered++;
    }
    return entered;
  }

  private void leave(BreakerSignal signal, long durationNanos) {
    gate.leave(signal, durationNanos);
  }

  /// A call as short as the standing clock says.
  private void call(BreakerSignal signal) {
    assertThat(gate.tryEnter()).isEmpty();
    leave(signal, 0);
  }

  private void open() {
    for (int i = 0; i < 20; i++) {
      call(FAILURE);
    }
    assertThat(state()).isEqualTo(BreakerState.OPEN);
  }

  private void halfOpen() {
    open();
    clock.advance(Duration.ofSeconds(5).plusMillis(1));
    assertThat(gate.tryEnter()).isEmpty();
    gate.leaveUnused();
    assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
  }

  private void close() {
    halfOpen();
    for (int i = 0; i < PROBES; i++) {
      call(SUCCESS);
    }
  }
}
