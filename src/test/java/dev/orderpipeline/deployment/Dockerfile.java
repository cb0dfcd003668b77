package dev.orderpipeline.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The image's recipe, one instruction a line.
record Dockerfile(String text) {

  static final String PATH = "k8s/image/Dockerfile";

  static Dockerfile read() {
    return new Dockerfile(
        Project.read(PATH).replaceAll("\\\\\n\\s*", " ").replaceAll("(?m)^#.*\n", ""));
  }

  List<String> stages() {
    return find("(?m)^FROM \\S+ AS (\\S+)$");
  }

  /// What is copied out of the checkout.
  List<String> copied() {
    return find("(?m)^COPY (?!--from)(.+) \\S+$").stream()
        .flatMap(files -> Pattern.compile(" ").splitAsStream(files))
        .toList();
  }

  /// What is copied out of the stage that builds, relative to the checkout.
  List<String> built() {
    return find("(?m)^COPY --from=build /src/(\\S+) \\S+$");
  }

  Map<String, String> environment() {
    var environment = new TreeMap<String, String>();
    for (String line : find("(?m)^ENV (.+)$")) {
      Pattern.compile("(\\w+)=(\\S+)")
          .matcher(line)
          .results()
          .forEach(v -> environment.put(v.group(1), v.group(2)));
    }
    return environment;
  }

  List<String> entrypoint() {
    return words(find("(?m)^ENTRYPOINT (.+)$").getLast());
  }

  /// What is run if nothing is asked for.
  List<String> command() {
    return words(find("(?m)^CMD (.+)$").getLast());
  }

  List<String> healthCheck() {
    return words(find("(?m)^HEALTHCHECK .*CMD (.+)$").getLast());
  }

  private List<String> find(String regex) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static List<String> words(String json) {
    try {
      return List.of(JsonMapper.builder().build().readValue(json, String[].class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
