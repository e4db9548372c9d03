"""The approved baseline, in effective-dated versions."""

from masters.models.drafts import BaselineDraft
from masters.models.labels import LabelFact, LabelVersion
from masters.models.laboratories import ApprovedLaboratory
from masters.models.products import Product
from masters.models.records import (
    MasterComponent,
    MasterControlPoint,
    MasterRecord,
    MasterStep,
    MasterYield,
)
from masters.models.specifications import SamplingPlan, Specification, SpecificationTest
from masters.models.standing import (
    ApprovedMethod,
    ApprovedSupplier,
    ComponentSpecification,
    QualifiedEquipment,
    TrainedPerson,
)
from masters.models.validity import MasterKind, Validity

__all__ = [
    "ApprovedLaboratory",
    "ApprovedMethod",
    "ApprovedSupplier",
    "BaselineDraft",
    "ComponentSpecification",
    "LabelFact",
    "LabelVersion",
    "MasterComponent",
    "MasterControlPoint",
    "MasterKind",
    "MasterRecord",
    "MasterStep",
    "MasterYield",
    "Product",
    "QualifiedEquipment",
    "SamplingPlan",
    "Specification",
    "SpecificationTest",
    "TrainedPerson",
    "Validity",
]
