package caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Turns the exception that ended a REST request into its answer. Stateless. */
public final class ProblemWriter implements Processor {
    private final JsonMapper json = new JsonMapper();

    @Override
    public void process(Exchange exchange) throws JsonProcessingException {
        Problem problem = Problem.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
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
