package dev.orderpipeline.cli;

import dev.orderpipeline.config.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which running service to ask, if any; a command takes them with `@Mixin ServiceOptions service`.
final class ServiceOptions {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "Ask this service, such as http://localhost:8080. The token, if it asks for one, comes from"
            + " http.read-token or http.admin-token."
      })
  private @Nullable URI url;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "PEM file with the certificates that the service's is checked by. Default: those that"
              + " Java trusts.")
  private @Nullable Path trust;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  /// The service, if one is to be asked.
  ///
  /// @throws ParameterException if it cannot be one
  /// @throws IOException if the certificates cannot be read
  Optional<ApiClient> client(HttpSettings settings) throws IOException {
    URI service = url;
    if (service == null) {
      return Optional.empty();
    }
    String scheme = String.valueOf(service.getScheme()).toLowerCase(Locale.ROOT);
    if (service.getHost() == null || !SCHEMES.contains(scheme)) {
      throw new ParameterException(
          command.commandLine(),
          "--url is '%s', write it like http://localhost:8080".formatted(service));
    }
    return Optional.of(
        new ApiClient(
            service,
            settings.readToken().or(settings::adminToken),
            trust == null ? Optional.empty() : Optional.of(TrustedCertificates.read(trust))));
  }
}
