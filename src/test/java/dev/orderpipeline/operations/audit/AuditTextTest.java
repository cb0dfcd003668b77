package dev.orderpipeline.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderpipeline.codec.LedgerEntry.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTextTest {

  @TempDir Path temp;

  @Test
  void showsWhatBecameOfOrdersTheVerdictAndTheStoryOfAViolation() throws IOException {
    OrderEvents make = new OrderEvents();
    List<AuditEvent> events = make.completed("o-1");
    events.add(make.effect("o-1", Effect.CAPTURE));
    AuditReport report;
    try (Audit audit = new Audit(AuditScope.running(), Guarantee.all(), AuditLimits.in(temp))) {
      events.forEach(audit::accept);
      report = audit.finish();
    }
    assertThat(AuditText.render(report))
        .isEqualTo(
            """
            placed                          1  records on the input
              completed                     1
              failed                        0
              in progress                   0
              suspended                     0
              turned away                   0  each with a dead letter
              duplicates                    0
              undecided                     0
            dead letters                    0

            audit: 1 violation(s)
              MoneyAddsUp                   1

            MoneyAddsUp: order o-1 is COMPLETED, but EUR: CAPTURE 9980 − REFUND 0 = 9980, should be 4990
              at ledger:1, ledger:3
                orders.placed-0@0      placed, 4990 EUR, content content-
                orders.validating-0@1  v1 VALIDATING
                orders.charging-0@2    v2 CHARGING, charge-o-1
                orders.reserving-0@3   v3 RESERVING, reserve-o-1
                orders.completed-0@4   v4 COMPLETED
              * ledger:1               CAPTURE charge-o-1, 4990 EUR
                ledger:2               RESERVE reserve-o-1, 2 × SKU-1, 1 × SKU-2
              * ledger:3               CAPTURE charge-o-1, 4990 EUR
            """);
  }
}
