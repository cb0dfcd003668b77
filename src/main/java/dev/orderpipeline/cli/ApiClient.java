package dev.orderpipeline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.orderpipeline.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Asks a running service over its HTTP API.
///
/// @param url base, such as `http://localhost:8080`
/// @param token shown if there is one
/// @param trust by what the service's certificate is checked; empty for Java's own way
record ApiClient(URI url, Optional<Secret> token, Optional<SSLContext> trust) {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final String PROBLEM = "application/problem+json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param status of the answer
  record Reply(int status, JsonNode body) {
    /// What the service says is wrong.
    String problem() {
      return "%s (%d %s)%s"
          .formatted(
              body.path("detail").asText("no reason given"),
              status,
              body.path("code").asText(),
              status == 401
                  ? "; the token comes from ORDER_PIPELINE_HTTP_READ_TOKEN or"
                      + " ORDER_PIPELINE_HTTP_ADMIN_TOKEN"
                  : "");
    }
  }

  /// @throws IOException if the service cannot be reached or does not answer with JSON
  Reply get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/$", "") + path))
            .timeout(ANSWER);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    trust.ifPresent(builder::sslContext);
    HttpResponse<byte[]> response;
    try (HttpClient client = builder.build()) {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (SSLException e) {
      throw new IOException(
          "%s cannot be asked over TLS; if its certificate is not one that Java trusts, name it"
                  .formatted(url)
              + " with --trust",
          e);
    } catch (IOException e) {
      throw new IOException("%s does not answer".formatted(url), e);
    }
    return reply(response);
  }

  /// Anything that answers could be at that address.
  private Reply reply(HttpResponse<byte[]> response) throws IOException {
    boolean ours =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> response.statusCode() == 200 || type.equals(PROBLEM))
            .isPresent();
    try {
      JsonNode body = JSON.readTree(response.body());
      if (ours && body.isObject()) {
        return new Reply(response.statusCode(), body);
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    throw new IOException(
        "what answers at %s is no order pipeline: its answer was %d, and not one of the API's"
            .formatted(url, response.statusCode()));
  }
}
