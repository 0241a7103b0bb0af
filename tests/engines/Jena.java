// An engine over Apache Jena's own store (TDB2), query and update: what stands here is only the way in by HTTP, as Debian
// packages Jena without its server. A request is one transaction. Usage: java Jena.java FOLDER TOKEN; the port is printed.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;

class Jena {
    interface Work {
        void run(HttpExchange exchange) throws Exception;
    }

    static Dataset dataset;
    static String token;

    public static void main(String[] arguments) throws Exception {
        dataset = TDB2Factory.connectDataset(arguments[0]);
        token = arguments[1];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.createContext("/query", exchange -> serve(exchange, Jena::query));
        server.createContext("/update", exchange -> guarded(exchange, Jena::update));
        server.createContext("/data", exchange -> guarded(exchange, Jena::data));
        server.start();
        System.out.println(server.getAddress().getPort());
        // Whoever started it holds its input open, and it ends with them.
        while (System.in.read() >= 0) { }
        System.exit(0);
    }

    static void guarded(HttpExchange exchange, Work work) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (("Bearer " + token).equals(given)) {
            serve(exchange, work);
        } else {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        }
    }

    static void serve(HttpExchange exchange, Work work) throws IOException {
        try {
            work.run(exchange);
        } catch (Exception error) {
            answer(exchange, 400, "text/plain", String.valueOf(error).getBytes(StandardCharsets.UTF_8));
        } finally {
            exchange.close();
        }
    }

    static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    static void query(HttpExchange exchange) throws Exception {
        Query query = QueryFactory.create(parameters(text(exchange)).get("query"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String type = "application/sparql-results+json";
        dataset.begin(ReadWrite.READ);
        try (QueryExecution execution = QueryExecutionFactory.create(query, dataset)) {
            if (query.isConstructType()) {
                type = "application/n-triples";
                RDFDataMgr.write(out, execution.execConstruct(), Lang.NTRIPLES);
            } else if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, execution.execAsk());
            } else {
                ResultSetFormatter.outputAsJSON(out, execution.execSelect());
            }
        } finally {
            dataset.end();
        }
        answer(exchange, 200, type, out.toByteArray());
    }

    static void update(HttpExchange exchange) throws Exception {
        var update = UpdateFactory.create(text(exchange));
        write(() -> UpdateAction.execute(update, dataset));
        answer(exchange, 204, "text/plain", new byte[0]);
    }

    static void data(HttpExchange exchange) throws Exception {
        String graph = parameters(exchange.getRequestURI().getRawQuery()).get("graph");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                String length = exchange.getRequestHeaders().getFirst("Content-Length");
                byte[] body = exchange.getRequestBody().readAllBytes();
                if (length != null && body.length != Long.parseLong(length)) {
                    throw new IOException("the body was cut");
                }
                Model model = ModelFactory.createDefaultModel();
                RDFDataMgr.read(model, new java.io.ByteArrayInputStream(body), Lang.NTRIPLES);
                write(() -> dataset.replaceNamedModel(graph, model));
                answer(exchange, 204, "text/plain", new byte[0]);
            }
            case "DELETE" -> {
                write(() -> dataset.removeNamedModel(graph));
                answer(exchange, 204, "text/plain", new byte[0]);
            }
            default -> answer(exchange, 405, "text/plain", new byte[0]);
        }
    }

    static void write(Runnable work) {
        dataset.begin(ReadWrite.WRITE);
        try {
            work.run();
            dataset.commit();
        } catch (RuntimeException error) {
            dataset.abort();
            throw error;
        } finally {
            dataset.end();
        }
    }
}
