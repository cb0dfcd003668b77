package dev.orderpipeline.gateways;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/// A gateway's `application/problem+json` document, made safe for records, metrics and logs.
///
/// @param code 1 … 64 of `a-z 0-9 _ . -`
/// @param message 0 … 200 characters, none of them a control character
record Problem(String code, String message) {

  static final int MAX_CODE = 64;
  static final int MAX_MESSAGE = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(16).build())
                  .build())
          .build();

  /// Empty if the reply is no problem document, or has no code in it.
  static Optional<Problem> read(Exchange.Replied reply) {
    if (!reply.complete() || !reply.contentType().map(Problem::isProblem).orElse(false)) {
      return Optional.empty();
    }
    try {
      JsonNode document = JSON.readTree(reply.body());
      String code = safeCode(document.path("code").asText(""));
      String message = document.path("detail").asText(document.path("title").asText(""));
      return code.isEmpty() ? Optional.empty() : Optional.of(new Problem(code, safe(message)));
    } catch (IOException _) {
      // Whatever wrote this does not speak our contract; the status alone has to do.
      return Optional.empty();
    }
  }

  private static boolean isProblem(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().equalsIgnoreCase("application/problem+json");
  }

  private static String safeCode(String code) {
    String cut = code.substring(0, Math.min(code.length(), MAX_CODE));
    return cut.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "_");
  }

  private static String safe(String message) {
    String cut = message.substring(0, Math.min(message.length(), MAX_MESSAGE));
    return cut.replaceAll("\\p{Cntrl}", " ");
  }
}
