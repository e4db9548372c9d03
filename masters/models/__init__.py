"""The approved baseline, in effective-dated versions."""

from masters.models.labels import LabelVersion
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

__all__ = [
    "ApprovedLaboratory",
    "LabelVersion",
    "MasterComponent",
    "MasterControlPoint",
    "MasterRecord",
    "MasterStep",
    "MasterYield",
    "Product",
    "SamplingPlan",
    "Specification",
    "SpecificationTest",
]
