package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orderpipeline.codec.TopicRecord;
import dev.orderpipeline.config.Settings;
import dev.orderpipeline.operations.letters.Case;
import dev.orderpipeline.operations.letters.LetterDesk;
import dev.orderpipeline.operations.letters.LetterJson;
import dev.orderpipeline.operations.letters.Prospect;
import dev.orderpipeline.operations.letters.Redriving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows one dead letter: why it is one, what was done about it, what redriving it would do,"
          + " its headers, and the original bytes.",
      ""
    },
    footer = "Exit codes: 0 shown, 1 there is no such letter, or the topics could not be read.",
    mixinStandardHelpOptions = true)
final class ShowLetterCommand implements Callable<Integer> {

  private static final int MOST_SHOWN = 4096;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommonOptions common;

  @Parameters(index = "0", paramLabel = "ID", description = "As list shows it.")
  private String id = "";

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the original bytes, all and untouched, into this file.")
  private @Nullable Path save;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    return LetterDesks.telling(
        common,
        settings,
        () -> {
          try {
            return show(settings);
          } catch (LetterChoice.Unknown e) {
            common.complain(String.valueOf(e.getMessage()));
            return ExitCode.SOFTWARE;
          }
        });
  }

  private int show(Settings settings) {
    LetterDesk desk = LetterDesks.letters(settings);
    Case one = LetterChoice.one(desk.study(Set.of()), id);
    List<TopicRecord> found = new ArrayList<>();
    desk.originals(Set.of(one.newest().record()), found::add);
    Optional<byte[]> value = found.stream().findFirst().flatMap(TopicRecord::value);
    Prospect prospect =
        LetterDesks.rules(settings, Redriving.USUAL_GUARD).of(one, value, Instant.now());
    if (save != null) {
      write(save, value);
    }
    if (common.json()) {
      ObjectNode json = LetterJson.of(one);
      json.put("redriving", prospect.says());
      value.ifPresent(bytes -> json.put("value", bytes));
      common.print(json);
      return ExitCode.OK;
    }
    LetterText.details(one, prospect).forEach(common::print);
    common.print("");
    found.forEach(record ->
        new TreeMap<>(record.headers())
            .forEach((name, text) ->
                common.print(
                    "  %s: %s"
                        .formatted(LetterChoice.printable(name), LetterChoice.printable(text)))));
    common.print("");
    common.print("  key   " + one.newest().key().map(LetterChoice::printable).orElse("(none)"));
    common.print(value.map(ShowLetterCommand::shown).orElse("  value (none)"));
    return ExitCode.OK;
  }

  private static String shown(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    String cut = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN);
    String rest =
        cut.length() == text.length()
            ? ""
            : "%n  … of %d bytes; --save writes all of them".formatted(value.length);
    return "  value " + cut.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?") + rest;
  }

  private void write(Path file, Optional<byte[]> value) {
    try {
      Files.write(file, value.orElse(new byte[0]));
      common.note("the original bytes are in " + file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
