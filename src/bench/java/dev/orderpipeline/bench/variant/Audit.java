package dev.orderpipeline.bench.variant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.bench.process.Child;
import dev.orderpipeline.bench.process.Java;
import java.nio.file.Path;
import java.time.Duration;

/// The product's own audit of a run that has ended: a fast wrong answer is no answer.
public final class Audit {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Audit() {}

  /// What it found.
  ///
  /// @param verdict in one line
  public record Verdict(boolean clean, String verdict) {}

  /// Runs it; the variant and the gateways must have ended.
  public static Verdict run(VariantSetup setup, Path ledger) throws InterruptedException {
    Child audit =
        setup
            .children()
            .start(
                "audit",
                Java.product(
                    "audit",
                    "--ledger",
                    ledger.toString(),
                    "--temp-dir",
                    setup.dir().toString(),
                    "--expect-quiet",
                    "--json"),
                Product.environment(setup));
    try {
      return read(audit.awaitLine("{", LIMIT));
    } finally {
      setup.children().end(audit);
    }
  }

  private static Verdict read(String report) {
    try {
      JsonNode json = JsonMapper.builder().build().readTree(report);
      boolean clean = json.path("clean").asBoolean();
      String counts = json.path("counts").toString();
      return new Verdict(
          clean,
          clean
              ? json.path("verdict").asText()
              : json.path("verdict").asText()
                  + "; broken: "
                  + json.path("broken")
                  + "; counts: "
                  + counts
                  + "; first: "
                  + json.path("violations").path(0).path("message").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the audit's report is no JSON", e);
    }
  }
}
