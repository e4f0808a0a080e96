package caravan.cluster.local;

import caravan.CaravanException;
import caravan.cluster.Resource;
import caravan.cluster.ResourceCommand;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Objects;
import java.util.stream.Collectors;

/** A resource in its published form, as etcd has it too. What a later version has added is left out. */
record ResourceForm() implements Form<Resource> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public String nameOf(Resource resource) {
        return resource.name();
    }

    @Override
    public String write(Resource resource) {
        try {
            return JSON.writeValueAsString(resource);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + resource, e);
        }
    }

    @Override
    public Resource read(String text, String source) {
        try {
            return checked(JSON.readValue(text, Resource.class));
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid(source + ": holds no resource: " + reason(e));
        } catch (CaravanException e) {
            throw CaravanException.invalid(source + ": holds no resource: " + e.getMessage());
        }
    }

    private static String reason(JsonProcessingException e) {
        String place = e instanceof MismatchedInputException unfit
                ? unfit.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining("."))
                : "";
        return place.isEmpty() ? "it is not the whole of one as JSON" : place + " is missing, or not of its kind";
    }

    private static Resource checked(Resource resource) {
        if (resource == null || resource.name() == null || resource.id().isEmpty()) {
            throw CaravanException.invalid("its ID or its Name is missing");
        }
        // Has the rules of what anybody may ask for, which nobody can have got round.
        new ResourceCommand(resource.id(), resource.name(), resource.task(), resource.values(), "");
        return resource;
    }
}
