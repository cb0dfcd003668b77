package dev.orderpipeline.operations.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.recovery.RecoveryPlan.Fate;
import dev.orderpipeline.operations.replay.KnownOrders.Latest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecoveryPlanTest {

  private static final Instant NOW = Instant.parse("2026-01-05T00:00:00Z");

  private final RecoveryPlan plan =
      new RecoveryPlan(Duration.ofHours(72), Duration.ofHours(23), NOW);

  @Test
  void finishedOrdersAreRememberedAsLongAsTheirRecordsCanStartThem() {
    assertThat(fate(StateName.COMPLETED, 1, false)).isEqualTo(Fate.REMEMBERED);
    assertThat(fate(StateName.FAILED, 73, false)).isEqualTo(Fate.REMEMBERED);
    assertThat(fate(StateName.FAILED, 100, false)).isEqualTo(Fate.FORGOTTEN);
    assertThat(plan.restores(order(StateName.FAILED, 100, false))).isFalse();
  }

  @Test
  void ordersInProgressGoOnWhileTheGatewaysRememberTheirKeys() {
    assertThat(fate(StateName.CHARGING, 22, false)).isEqualTo(Fate.RESUMED);
    assertThat(fate(StateName.COMPENSATING, 24, false)).isEqualTo(Fate.DOUBTFUL);
    assertThat(fate(StateName.COMPENSATING, 200, true)).isEqualTo(Fate.SUSPENDED);
    assertThat(plan.restores(order(StateName.COMPENSATING, 200, false))).isTrue();
  }

  private Fate fate(StateName state, long hoursAgo, boolean suspended) {
    return plan.fate(order(state, hoursAgo, suspended));
  }

  private static Latest order(StateName state, long hoursAgo, boolean suspended) {
    return new Latest(
        "o-1", 3, state, NOW.minus(Duration.ofHours(hoursAgo)), suspended, "orders.x", 0, 1);
  }
}
