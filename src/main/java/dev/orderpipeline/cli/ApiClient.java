package dev.orderpipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.config.HttpSettings;
import dev.orderpipeline.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// Asks a running service over its HTTP API.
///
/// @param url base, such as `http://localhost:8080`
/// @param token shown if the settings hold one
record ApiClient(URI url, Optional<Secret> token) {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param status of the answer
  record Reply(int status, JsonNode body) {
    /// What the service says is wrong.
    String problem() {
      return "%s (%d %s)"
          .formatted(
              body.path("detail").asText("no reason given"), status, body.path("code").asText());
    }
  }

  static ApiClient of(URI url, HttpSettings settings) {
    return new ApiClient(url, settings.readToken().or(settings::adminToken));
  }

  /// @throws IOException if the service cannot be reached or does not answer with JSON
  Reply get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/$", "") + path))
            .timeout(ANSWER);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new IOException("%s does not answer: %s".formatted(url, e), e);
    }
  }
}
