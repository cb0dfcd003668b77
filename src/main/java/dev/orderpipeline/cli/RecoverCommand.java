package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.recovery.Recovery;
import dev.orderpipeline.operations.recovery.Recovery.Standing;
import dev.orderpipeline.operations.recovery.RecoverySetup;
import dev.orderpipeline.operations.recovery.Survey;
import dev.orderpipeline.operations.recovery.SurveyJson;
import dev.orderpipeline.stream.topics.TopicNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "recover",
    description = {
      "Brings the orders back when the pipeline's own memory is lost (its internal topics, or all of"
          + " its state): every order gets its latest snapshot from the topics of states. Finished"
          + " orders are remembered as finished, those in progress go on with the same keys, or wait"
          + " for a decision.",
      "",
      "  1. stop every instance of serve",
      "  2. order-pipeline recover --dry-run",
      "  3. order-pipeline recover --why 'internal topics deleted'   (leave it running)",
      "  4. start serve; recover ends when everything is back, and opens the input",
      "",
      "On another cluster with a copy of the topics: the same, with --bootstrap-server.",
      "To another number of partitions: make topics with another prefix (topic.prefix, topics"
          + " --create --partitions N), keep pipeline-id, and recover --from-prefix OLD before the"
          + " first serve on them.",
      ""
    },
    footer = {
      "",
      "Run again, it goes on where it was; where nothing is lost, it changes nothing.",
      "Exit codes: 0 done or nothing to do, 1 refused or not finished, 2 asked for wrongly."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {

  private static final Duration READ_LIMIT = Duration.ofHours(2);

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
      names = "--from-prefix",
      paramLabel = "PREFIX",
      description = "Bring orders here from the topics with this prefix, of the same pipeline-id.")
  private List<String> from = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Most orders a second. Default: ${DEFAULT-VALUE}.",
      defaultValue = "2000")
  private int rate;

  @Option(
      names = "--wait",
      paramLabel = "D",
      description = "How long to wait for serve to bring them back. Default: ${DEFAULT-VALUE}.",
      defaultValue = "10m")
  private String wait = "";

  @Override
  public Integer call() {
    Act act = operator.act();
    Duration patience = PatienceOption.parse(wait, spec.commandLine());
    Settings settings = common.settings();
    PipelineSettings pipeline = PipelineSettings.of(settings, "recover");
    RecoverySetup setup =
        new RecoverySetup(
            settings.kafka().clientProperties(),
            settings.pipelineId(),
            new TopicNames(settings.topics().prefix()),
            from.stream().filter(prefix -> !prefix.equals(settings.topics().prefix())).toList(),
            settings.orders().finishedRetention(),
            pipeline.policy().resendWindow(),
            Math.max(1, rate),
            READ_LIMIT,
            Integer.MAX_VALUE,
            Clock.systemUTC());
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          try (Recovery recovery = new Recovery(setup, act.by(), act.why(), common::note)) {
            return recover(recovery, setup, act.dryRun(), patience);
          }
        });
  }

  private int recover(Recovery recovery, RecoverySetup setup, boolean dryRun, Duration patience) {
    return switch (recovery.standing()) {
      case Standing.NothingLost _ -> {
        common.print(
            "nothing is lost: the pipeline %s has the memory it worked with; nothing was changed"
                .formatted(setup.pipelineId()));
        yield ExitCode.OK;
      }
      case Standing.StillRunning(List<String> members) -> {
        common.complain(
            "%d members of the pipeline %s still run on what is left: stop every instance first: %s"
                .formatted(members.size(), setup.pipelineId(), members));
        yield ExitCode.SOFTWARE;
      }
      case Standing.Ready ready -> dryRun ? tell(recovery, ready) : run(recovery, ready, patience);
    };
  }

  private int tell(Recovery recovery, Standing.Ready ready) {
    Survey survey = recovery.survey();
    print(ready.why(), survey, Optional.empty());
    Optional<String> refusal = recovery.refusal(survey);
    refusal.ifPresent(common::complain);
    return refusal.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private int run(Recovery recovery, Standing.Ready ready, Duration patience) {
    Recovery.Published published = recovery.publish(ready, recovery.id(ready));
    print(ready.why(), published.survey(), Optional.of(published));
    if (!recovery.finish(published, patience)) {
      common.complain(
          ("not finished within %s: the input stays closed; see that serve runs, and run recover"
                  + " again, which goes on from here")
              .formatted(wait));
      return ExitCode.SOFTWARE;
    }
    if (!common.json()) {
      common.print("everything is back, the input is open.");
      common.print("prove it with: order-pipeline audit --ledger LEDGER" + auditedToo());
    }
    return ExitCode.OK;
  }

  private String auditedToo() {
    StringBuilder more = new StringBuilder();
    from.forEach(prefix -> more.append(" --from-prefix ").append(prefix));
    return more.toString();
  }

  private void print(String why, Survey survey, Optional<Recovery.Published> published) {
    if (common.json()) {
      common.print(json(why, survey, published));
      return;
    }
    common.print(why);
    survey
        .counts()
        .forEach((fate, states) ->
            states.forEach((state, count) ->
                common.print("%,12d  %-13s %s".formatted(count, state, fate.words()))));
    common.print(
        "%,12d  waited for capacity, in no topic of states: placed again"
            .formatted(survey.unstarted().size()));
    survey
        .unread()
        .forEach((topic, count) ->
            common.print("%,12d  not read yet on %s: read afterwards".formatted(count, topic)));
    if (survey.orders().unreadable() > 0) {
      common.print("%,12d  records that are no snapshots".formatted(survey.orders().unreadable()));
    }
    published.ifPresent(done ->
        common.print(
            "recovery %s: published %,d snapshots and %,d orders"
                .formatted(done.id(), done.restored(), done.placed())));
  }

  private static ObjectNode json(
      String why, Survey survey, Optional<Recovery.Published> published) {
    ObjectNode json = SurveyJson.of(why, survey);
    published.ifPresent(done ->
        json.put("id", done.id()).put("restored", done.restored()).put("placed", done.placed()));
    return json;
  }
}
