package dev.orderpipeline.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// `docker-compose.yml`, with merged maps and with defaults in place of variables.
record Compose(JsonNode file) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\w+:-([^}]*)}");

  static Compose read() {
    String text = VARIABLE.matcher(Project.read("docker-compose.yml")).replaceAll("$1");
    // SnakeYAML, since Jackson's does not merge (<<).
    Map<String, Object> loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new Compose(new ObjectMapper().valueToTree(loaded));
  }

  JsonNode service(String name) {
    JsonNode service = file.path("services").path(name);
    if (service.isMissingNode()) {
      throw new AssertionError("there is no service " + name);
    }
    return service;
  }

  List<String> services() {
    var names = new ArrayList<String>();
    file.path("services").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /// Names of the services that run an image which is built here.
  List<String> ours() {
    return services().stream().filter(name -> service(name).has("build")).toList();
  }

  List<String> command(String service) {
    return Texts.of(service(service).path("command"));
  }

  Map<String, String> environment(String service) {
    var environment = new TreeMap<String, String>();
    service(service)
        .path("environment")
        .properties()
        .forEach(e -> environment.put(e.getKey(), e.getValue().asText()));
    return environment;
  }

  /// Files and directories of the checkout that a service sees, by where it sees them.
  Map<String, String> mounts(String service) {
    var mounts = new TreeMap<String, String>();
    for (String volume : Texts.of(service(service).path("volumes"))) {
      Matcher parts = Pattern.compile("\\./([^:]+):([^:]+)(:ro)?").matcher(volume);
      if (parts.matches()) {
        mounts.put(parts.group(2), parts.group(1));
      }
    }
    return mounts;
  }

  /// The port in a service's container that one of this machine leads to.
  int published(String service) {
    String port = service(service).path("ports").path(0).asText();
    return Integer.parseInt(port.substring(port.lastIndexOf(':') + 1));
  }
}
