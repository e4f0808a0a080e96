package caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the exception that ended a REST request into its answer, and logs what its caller is not told. Stateless. */
public final class ProblemWriter implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    private final JsonMapper json = new JsonMapper();

    @Override
    public void process(Exchange exchange) throws JsonProcessingException {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Problem problem = Problem.of(cause);
        if (problem.status() == 500) {
            LOG.error("a REST request failed", cause);
        }
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        answer.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.status() == 503) {
            answer.setHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
        }
        answer.setBody(json.writeValueAsString(problem));
    }
}
