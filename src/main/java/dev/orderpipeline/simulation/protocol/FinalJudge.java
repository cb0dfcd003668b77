package dev.orderpipeline.simulation.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderpipeline.codec.LedgerEntry;
import dev.orderpipeline.codec.SnapshotReader;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.domain.Order;
import dev.orderpipeline.domain.Step;
import dev.orderpipeline.operations.audit.Audit;
import dev.orderpipeline.operations.audit.AuditEvent;
import dev.orderpipeline.operations.audit.AuditEvents;
import dev.orderpipeline.operations.audit.AuditLimits;
import dev.orderpipeline.operations.audit.AuditReport;
import dev.orderpipeline.operations.audit.AuditScope;
import dev.orderpipeline.operations.audit.DecoderJudge;
import dev.orderpipeline.operations.audit.Guarantee;
import dev.orderpipeline.operations.audit.GuaranteeName;
import dev.orderpipeline.operations.audit.ReplaySafe;
import dev.orderpipeline.operations.audit.TopicRoles;
import dev.orderpipeline.protocol.Admission;
import dev.orderpipeline.protocol.InputRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Judges a world in which nothing moves any more, with the objects that judge a real system.
final class FinalJudge {

  private static final String LEDGER = "ledger";
  private static final AuditEvents EVENTS =
      new AuditEvents(new TopicRoles(Output.PREFIX), new DecoderJudge());
  private static final AuditLimits LIMITS =
      AuditLimits.in(Path.of(System.getProperty("java.io.tmpdir", "")));
  private static final SnapshotReader READER = new SnapshotReader();

  private final World world;

  FinalJudge(World world) {
    this.world = world;
  }

  void everything() {
    world.judge().attemptsWithin();
    gates();
    suspensions();
    AuditReport report = audit();
    report.violations().forEach(world.judge()::add);
    world.counts().merge("completed", (int) report.counts().completed(), Integer::sum);
    world.counts().merge("failed", (int) report.counts().failed(), Integer::sum);
    world.counts().merge("suspended", (int) report.counts().suspended(), Integer::sum);
    world.counts().merge("turned away", (int) report.counts().turnedAway(), Integer::sum);
    world.counts().merge("duplicates", (int) report.counts().duplicates(), Integer::sum);
  }

  /// The ledger is the same after the whole input was consumed again.
  void replayed(String ledgerBefore, long versionsBefore) {
    try {
      ReplaySafe.judge(
              LEDGER,
              new ByteArrayInputStream(ledgerBefore.getBytes(UTF_8)),
              new ByteArrayInputStream(world.gateways().lines().getBytes(UTF_8)))
          .ifPresent(world.judge()::add);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    if (versions() != versionsBefore) {
      world
          .judge()
          .violation(GuaranteeName.REPLAY_SAFE, "", "a replay published versions of orders");
    }
  }

  /// How many versions of orders have been published.
  long versions() {
    return world.outputs().records().stream()
        .filter(record -> record.headers().containsKey("ce_id"))
        .count();
  }

  /// Whether records were turned away because of an error that nobody foresaw, or since they had
  /// waited for too long when they were placed again after the memory was lost.
  boolean turnedAwayUnread() {
    return world.outputs().records().stream()
        .map(record -> record.headers().getOrDefault("dlq_reason", ""))
        .anyMatch(reason ->
            reason.equals(Admission.PROCESSING_FAILED)
                || reason.equals("older_than_key_retention"));
  }

  private void gates() {
    for (SimProcess process : world.processes()) {
      for (Step step : process.gates().occupied()) {
        world.judge().gateStillEntered(process.name() + "/" + step.label());
      }
    }
  }

  /// In a world in which nothing goes wrong a person's redrive must have helped, unless the outcome
  /// is beyond what the gateways remember.
  private void suspensions() {
    for (Order order : active()) {
      order
          .suspended()
          .map(s -> s.reason())
          .filter(reason -> !reason.equals("outcome_unresolved"))
          .ifPresent(reason ->
              world
                  .judge()
                  .violation(
                      GuaranteeName.NO_ORDER_STUCK,
                      order.orderId(),
                      "stays suspended although the gateways work: " + reason));
    }
  }

  /// The orders on their way, as committed.
  List<Order> active() {
    return world.partitions().stream()
        .flatMap(partition -> partition.active().values().stream())
        .map(READER::read)
        .toList();
  }

  private AuditReport audit() {
    try (Audit audit = new Audit(AuditScope.expectQuiet(), Guarantee.all(), LIMITS)) {
      for (InputRecord record : world.placed().all()) {
        EVENTS.from(AsRead.of(record)).ifPresent(audit::accept);
      }
      for (TopicRecord record : world.outputs().records()) {
        EVENTS.from(record).ifPresent(audit::accept);
      }
      long line = 0;
      for (LedgerEntry entry : world.gateways().ledger()) {
        audit.accept(new AuditEvent.LedgerLine(LEDGER, ++line, entry, true));
      }
      world.judge().events().forEach(audit::accept);
      return audit.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("the audit's temporary files cannot be removed", e);
    }
  }
}
