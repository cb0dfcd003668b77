package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.letters.Correction;
import dev.orderpipeline.operations.letters.LetterActions;
import dev.orderpipeline.operations.letters.Outcome;
import dev.orderpipeline.operations.letters.Redriving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "edit-and-redrive",
    description = {
      "Publishes a corrected record in place of one that could not be processed, linked to it.",
      "",
      "  order-pipeline dead-letters show orders.placed-3-17 --save order.json",
      "  $EDITOR order.json",
      "  order-pipeline dead-letters edit-and-redrive orders.placed-3-17 --file order.json --why"
          + " 'the shop left out a bracket' --dry-run",
      ""
    },
    footer = "Exit codes: 0 done or nothing to do, 1 refused or not done, 2 asked wrongly.",
    mixinStandardHelpOptions = true)
final class EditAndRedriveCommand implements Callable<Integer> {

  private static final int MOST_BYTES = 1 << 20;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private OperatorOptions operator;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ID", description = "The letter, as list shows it.")
  private String id = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      required = true,
      description = "The corrected record; - for standard input.")
  private String file = "";

  @Option(
      names = "--key",
      paramLabel = "ID",
      description = "The record's key. Default: the orderId in it.")
  private @Nullable String key;

  @Option(
      names = "--guard",
      paramLabel = "N",
      description = "Leave alone what was redriven so often. Default: " + Redriving.USUAL_GUARD)
  private int guard = Redriving.USUAL_GUARD;

  @Override
  public Integer call() throws IOException {
    Settings settings = common.settings();
    Act act = operator.act();
    byte[] value = bytes();
    Correction correction = new Correction(key == null ? orderIdIn(value) : key, value);
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          try {
            Outcome outcome =
                new LetterActions(LetterDesks.letters(settings), Clock.systemUTC())
                    .edit(
                        correction,
                        box -> LetterChoice.one(box, id),
                        LetterDesks.rules(settings, guard),
                        act);
            return RedriveCommand.tell(common, List.of(outcome), act, "redriven");
          } catch (LetterChoice.Unknown e) {
            common.complain(e.getMessage() + "; nothing was done");
            return ExitCode.SOFTWARE;
          }
        });
  }

  private byte[] bytes() throws IOException {
    byte[] bytes =
        file.equals("-")
            ? System.in.readNBytes(MOST_BYTES + 1)
            : Files.readAllBytes(existing(Path.of(file)));
    if (bytes.length == 0 || bytes.length > MOST_BYTES) {
      throw new ParameterException(
          spec.commandLine(),
          "--file must hold 1 to %d bytes, '%s' holds %d"
              .formatted(MOST_BYTES, file, bytes.length));
    }
    return bytes;
  }

  private Path existing(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new ParameterException(spec.commandLine(), "--file: there is no file " + path);
    }
    return path;
  }

  private String orderIdIn(byte[] value) {
    try {
      JsonNode json = JsonMapper.builder().build().readTree(value);
      String orderId = json == null ? "" : json.path("orderId").asText("");
      if (!orderId.isEmpty()) {
        return orderId;
      }
    } catch (IOException e) {
      // Said below: without a key there is nothing to publish it under.
    }
    throw new ParameterException(
        spec.commandLine(),
        "the record in '%s' is no JSON object with an orderId; correct it, or name its --key"
            .formatted(file));
  }
}
