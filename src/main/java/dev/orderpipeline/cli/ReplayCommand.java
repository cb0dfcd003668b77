package dev.orderpipeline.cli;

import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.domain.StateName;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.replay.Fate;
import dev.orderpipeline.operations.replay.Replay;
import dev.orderpipeline.operations.replay.ReplayJson;
import dev.orderpipeline.operations.replay.ReplayReport;
import dev.orderpipeline.operations.replay.Selection;
import dev.orderpipeline.stream.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = {
      "Publishes orders of orders.placed again: those only that the pipeline does not know. For what"
          + " is finished or in progress there is nothing to do; for what the gateways may have"
          + " forgotten the keys of, nobody calls: that needs a decision. --dry-run tells it order by"
          + " order, and the money.",
      "",
      "  order-pipeline replay --from 2h --dry-run",
      "  order-pipeline replay --ids orders.txt --why 'ticket 7'",
      "  order-pipeline replay --offsets 3:100-250 --offsets 4:0-99 --dry-run",
      ""
    },
    footer = {
      "",
      "Cut short, it goes on when run again; done, the same replay does nothing a second time.",
      "Exit codes: 0 done or nothing to do, 1 not done, 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  private static final Duration READ_LIMIT = Duration.ofHours(2);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);
  private static final String ID = "[A-Za-z0-9._-]{1,64}";

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "TIME|DURATION",
      description = "Records since then: 2026-01-02T03:04:05Z, or 90m, 2h, 7d ago.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME|DURATION", description = "Records before then.")
  private @Nullable String to;

  @Option(
      names = "--offsets",
      paramLabel = "P:A-B",
      description = "Offsets A to B, both included, of partition P; may be repeated.")
  private List<String> offsets = List.of();

  @Option(
      names = "--state",
      paramLabel = "S",
      description = "Orders in this state now: ${COMPLETION-CANDIDATES}; may be repeated.")
  private List<StateName> states = List.of();

  @Option(
      names = "--ids",
      paramLabel = "FILE",
      description = "Orders whose ids are in the file, one a line.")
  private @Nullable Path ids;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Most orders a second. Default: ${DEFAULT-VALUE}.",
      defaultValue = "100")
  private int rate;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Under which it is kept. Default: made from what is selected.")
  private @Nullable String id;

  @Override
  public Integer call() {
    Act act = operator.act();
    Selection selection = selection();
    String name = id == null ? selection.id() : id;
    if (!name.matches(ID)) {
      throw wrong("--id must be 1 to 64 of A-Z a-z 0-9 . _ -, was '" + name + "'");
    }
    if (rate < 1) {
      throw wrong("--rate must be at least 1, was " + rate);
    }
    Settings settings = common.settings();
    Replay replay =
        new Replay(
            new Replay.Setup(
                settings.kafka().clientProperties(),
                settings.pipelineId(),
                new TopicNames(settings.topics().prefix()),
                PipelineSettings.of(settings, "replay").policy().resendWindow(),
                rate,
                READ_LIMIT,
                Integer.MAX_VALUE,
                Clock.systemUTC()),
            selection,
            name);
    return LetterDesks.telling(common, settings, () -> replay(replay, name, act));
  }

  private int replay(Replay replay, String name, Act act) {
    if (act.dryRun()) {
      print(name, replay.plan(), true);
      return ExitCode.OK;
    }
    Optional<String> done = replay.done();
    if (done.isPresent()) {
      common.print(
          "replay %s is done already, %s; nothing was changed (--id NAME begins another)"
              .formatted(name, done.get()));
      return ExitCode.OK;
    }
    try (Replay.Begun begun = replay.begin(act.by(), act.why())) {
      print(name, begun.publish(new Teller(name)), false);
    }
    return ExitCode.OK;
  }

  /// Tells now and then how far it has come.
  private final class Teller implements Replay.Progress {
    private final String name;
    private long nextAt = System.nanoTime() + TELL_EVERY.toNanos();

    Teller(String name) {
      this.name = name;
    }

    @Override
    public void published(long orders, long total) {
      if (System.nanoTime() - nextAt >= 0) {
        nextAt = System.nanoTime() + TELL_EVERY.toNanos();
        common.note("replay %s: %,d of %,d published".formatted(name, orders, total));
      }
    }
  }

  private Selection selection() {
    try {
      return new Selection(
          time("--from", from),
          time("--to", to),
          offsets.stream().map(Selection.Range::of).toList(),
          Set.copyOf(states),
          orderIds());
    } catch (IllegalArgumentException e) {
      throw wrong("--offsets: " + e.getMessage());
    }
  }

  private Optional<Instant> time(String option, @Nullable String typed) {
    return switch (Since.parse(option, Optional.ofNullable(typed), Instant.now())) {
      case Since.Wrong(String message) -> throw wrong(message);
      case Since since -> since.time();
    };
  }

  private Optional<Set<String>> orderIds() {
    if (ids == null) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(ids)) {
      return Optional.of(
          lines
              .map(String::strip)
              .filter(Predicate.not(String::isEmpty))
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw wrong("--ids: %s cannot be read: %s".formatted(ids, e));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(String name, ReplayReport report, boolean dryRun) {
    if (common.json()) {
      common.print(ReplayJson.of(name, report, dryRun));
      return;
    }
    if (dryRun) {
      report
          .lines()
          .forEach(line ->
              common.print(
                  "%-32s %-24s %s"
                      .formatted(line.orderId(), line.position(), line.fate().words())));
    }
    report
        .counts()
        .forEach((fate, count) -> common.print("%,12d  %s".formatted(count, fate.words())));
    report
        .money()
        .forEach((currency, value) ->
            common.print(
                "%,12d  %s (minor units) to be charged at most".formatted(value, currency)));
    long runs = report.counts().getOrDefault(Fate.RUNS, 0L);
    if (runs == 0) {
      common.print("nothing to publish.");
    } else {
      common.print(
          (dryRun ? "replay %s would publish %,d orders" : "replay %s: published %,d orders")
              .formatted(name, runs));
    }
  }
}
