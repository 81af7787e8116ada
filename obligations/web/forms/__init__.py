"""Forms, one module a subject. They read what was entered; whether it can be done is the verbs' business."""
